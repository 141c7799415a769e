/** How large a request body may be, how long it may take, and how many requests run at once. */
package dev.slipway.web.limits;
