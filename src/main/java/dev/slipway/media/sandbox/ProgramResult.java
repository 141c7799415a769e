package dev.slipway.media.sandbox;

import java.nio.charset.StandardCharsets;

/**
 * How a program ended.
 *
 * @param exitCode from 129 to 159 if a signal ended it; -1 unless {@link Ending#EXITED}
 * @param output what it wrote to its standard output, up to the limit
 * @param errors the beginning of what it wrote to its standard error
 */
public record ProgramResult(Ending ending, int exitCode, byte[] output, String errors) {
  private static final int SIGNAL_BASE = 128;

  /** Programs such as ffmpeg exit with greater codes themselves. */
  private static final int MAX_SIGNAL = 31;

  /** Why a program ended. */
  public enum Ending {
    /** By itself or by a signal, such as the one that enforces a limit. */
    EXITED,
    TIMED_OUT,
    TOO_MUCH_OUTPUT,
    /** The thread that waited for it was interrupted, because the application stops. */
    INTERRUPTED,
    NOT_STARTED
  }

  static ProgramResult notStarted(String reason) {
    return new ProgramResult(Ending.NOT_STARTED, -1, new byte[0], reason);
  }

  public boolean succeeded() {
    return ending == Ending.EXITED && exitCode == 0;
  }

  /** Whether the program exited, with or without an error, and no signal ended it. */
  public boolean endedByItself() {
    return ending == Ending.EXITED && !wasEndedBySignal();
  }

  private boolean wasEndedBySignal() {
    return exitCode > SIGNAL_BASE && exitCode <= SIGNAL_BASE + MAX_SIGNAL;
  }

  public String outputText() {
    return new String(output, StandardCharsets.UTF_8);
  }

  /** How the program ended, in a phrase that can follow its name. */
  public String describe() {
    return switch (ending) {
      case TIMED_OUT -> "did not end in time";
      case TOO_MUCH_OUTPUT -> "wrote too much output";
      case INTERRUPTED -> "was stopped, because the application stops";
      case NOT_STARTED -> "can't be started: " + errors;
      case EXITED ->
          wasEndedBySignal()
              ? "was ended by the signal %d".formatted(exitCode - SIGNAL_BASE)
              : "ended with the exit code %d".formatted(exitCode);
    };
  }
}
