package dev.slipway.webhooks;

/** Whether a webhook gets events. */
public enum WebhookStatus {
  ACTIVE,
  /** Its owner or its receiver has stopped it, or all deliveries failed for days. */
  DISABLED,
  /** Nobody sees it any more; its rows are being removed. */
  DELETED
}
