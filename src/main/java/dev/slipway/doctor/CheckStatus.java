package dev.slipway.doctor;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How something that was examined is, the worst first. */
@Schema(name = "Verdict")
public enum CheckStatus {
  /** It does not do what it must, or lets somebody do what they must not. */
  BROKEN,
  /** It works, but something about it should be better. */
  WEAK,
  /** It can't be told from here. */
  UNKNOWN,
  /** It is as it must be. */
  FINE
}
