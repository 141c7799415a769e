/**
 * The groups of tests that {@code ./mvnw verify} runs, two at a time. Each runs in a JVM of its
 * own, so that its classes share the applications that they start: Surefire gives a JVM one class
 * after the other, and Quarkus would start an application for each.
 */
package dev.slipway.suites;
