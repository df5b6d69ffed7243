import type { Schema } from "effect"

const subscriptionBase: Schema.JsonObject = {
  tier: "pro",
  character_count: 1200,
  character_limit: 500_000,
  max_character_limit_extension: null,
  max_credit_limit_extension: "unlimited",
  can_extend_character_limit: true,
  allowed_to_extend_character_limit: true,
  next_character_count_reset_unix: 1_798_761_600,
  voice_slots_used: 1,
  professional_voice_slots_used: 0,
  professional_voice_slots_used_in_workspace: 0,
  voice_limit: 160,
  max_voice_add_edits: 290,
  voice_add_edit_counter: 0,
  professional_voice_limit: 1,
  can_extend_voice_limit: false,
  can_use_instant_voice_cloning: true,
  can_use_professional_voice_cloning: true,
  currency: "usd",
  current_overage: { amount: "0", currency: "usd" },
  status: "active",
  billing_period: "monthly_period",
  character_refresh_period: "monthly_period"
}

/** What `GET /v1/user/subscription` answers. */
export const subscription: Schema.JsonObject = {
  ...subscriptionBase,
  next_invoice: null,
  open_invoices: [],
  has_open_invoices: false,
  pending_change: null
}

/** What `GET /v1/user` answers. */
export const user: Schema.JsonObject = {
  user_id: "user_emulator",
  workspace_id: "workspace_emulator",
  subscription: subscriptionBase,
  subscription_extras: { convai_concurrency: 20 },
  is_new_user: false,
  can_use_delayed_payment_methods: false,
  is_onboarding_completed: true,
  is_onboarding_checklist_completed: true,
  show_compliance_terms: false,
  first_name: "Emulator",
  is_api_key_hashed: false,
  xi_api_key_preview: "0000",
  created_at: 1_767_225_600,
  seat_type: "workspace_admin"
}

/** What `GET /v1/convai/settings` answers. */
export const settings: Schema.JsonObject = {
  conversation_initiation_client_data_webhook: null,
  webhooks: {
    post_call_webhook_id: null,
    events: [],
    transcript_format: "json",
    exclude_transcript: false,
    send_audio: false
  },
  can_use_mcp_servers: false,
  rag_retention_period_days: 10,
  default_livekit_stack: "standard"
}
