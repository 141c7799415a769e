/** Small resources of other servers: requests with limits, and a cache of what was fetched. */
package dev.slipway.web.http;
