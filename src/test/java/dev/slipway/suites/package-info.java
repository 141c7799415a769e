/**
 * The groups of tests that {@code ./mvnw verify} runs in a JVM each, all at once. The classes of a
 * suite share the applications that they start. Without suites, Surefire would give each JVM one
 * class after the other, and Quarkus would start an application for each.
 */
package dev.slipway.suites;
