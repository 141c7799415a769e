/** The HTML pages of the catalogue: the gallery, one video, own videos and the trash. */
package dev.slipway.catalogue.pages;
