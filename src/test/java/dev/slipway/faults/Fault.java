package dev.slipway.faults;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The row of the table that a test is about. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Fault {
  /** What goes wrong. */
  String value();
}
