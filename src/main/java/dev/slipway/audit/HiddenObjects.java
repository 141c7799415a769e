package dev.slipway.audit;

/**
 * Tells what exists although a response says that it doesn't. Each package that hides the objects
 * of other accounts implements it.
 */
public interface HiddenObjects {
  /** The first part of the paths of these objects, such as {@code videos}. */
  String pathSegment();

  /** What these objects are, for the audit log. */
  SubjectType type();

  /** Whether there is an object with this id that the account, no administrator, may not see. */
  boolean hides(String id, String account);
}
