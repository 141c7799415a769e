/** How often something may happen: for each caller, or in all. */
package dev.slipway.web.ratelimit;
