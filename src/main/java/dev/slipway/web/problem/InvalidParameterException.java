package dev.slipway.web.problem;

/** Rejects the value of one parameter with {@code invalid-request}, so that a form can show it. */
public class InvalidParameterException extends ProblemException {
  private final String parameter;
  private final String reason;

  /**
   * @param parameter the name in the address or the form
   * @param reason continues a sentence after the name, without a full stop: {@code must be true or
   *     false}
   */
  public InvalidParameterException(String parameter, String reason) {
    super(ErrorCode.INVALID_REQUEST, "'%s' %s.".formatted(parameter, reason));
    this.parameter = parameter;
    this.reason = reason;
  }

  public String parameter() {
    return parameter;
  }

  public String reason() {
    return reason;
  }
}
