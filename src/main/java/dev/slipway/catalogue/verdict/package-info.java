/** Whether a video can be played, and what happens to a rejected one. */
package dev.slipway.catalogue.verdict;
