/** Whether the logins of long responses, such as live changes and exports, are still valid. */
package dev.slipway.account.validity;
