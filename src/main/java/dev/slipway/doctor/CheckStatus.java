package dev.slipway.doctor;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The status of a check, worst first. */
@Schema(name = "Verdict")
public enum CheckStatus {
  /** Something does not work, or permits what it must not permit. */
  BROKEN,
  /** It works, but the configuration should be improved. */
  WEAK,
  /** The application can't find out. */
  UNKNOWN,
  /** It meets the requirement. */
  FINE
}
