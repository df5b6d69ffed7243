import type { InvalidRequest } from "@outbound-call/core/CallErrors"
import type { CallId } from "@outbound-call/core/CallIds"
import type { DateTime, Schema } from "effect"
import type { HttpClientError } from "effect/http"

/** A problem of the contract, as far as clients read it. */
export interface ToldProblem {
  readonly type: string
  readonly code: string
  readonly detail?: string
  readonly phone_may_have_rung: boolean
  readonly retry_safe: boolean
  readonly next_step: string
  readonly call_id?: CallId | null
  readonly not_before?: DateTime.Utc
  readonly retry_after_seconds?: number | null
  readonly errors?: InvalidRequest["problems"]
}

/** Why a request to a server came to nothing. */
export type RequestError = ToldProblem | HttpClientError.HttpClientError | Schema.SchemaError

/** Whether a server of this contract said no, and why. */
export const isProblem = (error: object): error is ToldProblem => "phone_may_have_rung" in error
