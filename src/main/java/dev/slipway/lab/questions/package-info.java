/** Common questions about the design of uploads, with the code and the tests that answer them. */
package dev.slipway.lab.questions;
