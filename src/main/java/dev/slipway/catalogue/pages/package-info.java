/** The gallery and the page of one video. */
package dev.slipway.catalogue.pages;
