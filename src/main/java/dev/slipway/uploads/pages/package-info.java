/** The page that uploads files from a browser. */
package dev.slipway.uploads.pages;
