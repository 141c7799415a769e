/** Pages over everything, for admins. Nobody depends on them. */
package dev.slipway.admin;
