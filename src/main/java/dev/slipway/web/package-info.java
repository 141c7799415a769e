/** What every page and endpoint shares: problems, headers, formats. Knows no feature. */
package dev.slipway.web;
