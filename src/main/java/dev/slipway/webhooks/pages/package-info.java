/** The pages on which people manage and test their webhooks, and the receivers that they show. */
package dev.slipway.webhooks.pages;
