import type { InvalidRequest } from "@outbound-call/core/CallErrors"
import type { CallId } from "@outbound-call/core/CallIds"
import type { Schema } from "effect"
import type { HttpClientError } from "effect/http"

/** A problem of the contract, as far as it is read here. */
export interface Problem {
  readonly type: string
  readonly code: string
  readonly detail?: string
  readonly phone_may_have_rung: boolean
  readonly retry_safe: boolean
  readonly next_step: string
  readonly call_id?: CallId | null
  readonly errors?: InvalidRequest["problems"]
}

/** Why a request to the server came to nothing. */
export type RequestError = Problem | HttpClientError.HttpClientError | Schema.SchemaError

/** What was asked: the server, whether with a key, and about which call. */
export interface Asked {
  readonly url: string
  readonly hasKey: boolean
  readonly id?: string
}

export const isProblem = (error: object): error is Problem => "phone_may_have_rung" in error
