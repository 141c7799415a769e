/** The HTML pages of the catalogue: the gallery, and the page of one video. */
package dev.slipway.catalogue.pages;
