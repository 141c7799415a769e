/** Questions that interviewers ask about uploads, with the code and the tests that answer them. */
package dev.slipway.lab.questions;
