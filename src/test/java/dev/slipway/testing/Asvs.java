package dev.slipway.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The requirements of OWASP ASVS 5.0 that a test proves, such as {@code 6.2.4}. {@code
 * SecurityDocumentTest} compares them with the table in {@code docs/security.md}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Asvs {
  /** The numbers of the requirements. */
  String[] value();
}
