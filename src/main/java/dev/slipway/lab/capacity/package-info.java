/**
 * The capacity calculator: what a volume of uploads needs in bandwidth, requests, rows, storage and
 * money, with pre-signed URLs, through servers and through managed SFTP.
 */
package dev.slipway.lab.capacity;
