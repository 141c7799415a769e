/** What tests know about the endpoints of the application. */
package dev.slipway.rights;
