/** How often something may happen, and how much of it at once: for each caller, or in all. */
package dev.slipway.web.ratelimit;
