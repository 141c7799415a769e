/** Reads the answer with which a store refused a request. */
package dev.slipway.lab.signature.answer;
