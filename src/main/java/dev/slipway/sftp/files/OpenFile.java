package dev.slipway.sftp.files;

/** A file that a client has opened. */
public interface OpenFile {
  /** The attributes that the client sees while the file is open. */
  FileAttributes attributes();

  /** Closes the file, as the client requests. */
  void close();

  /** Releases everything, because the client closes the file or its connection has ended. */
  void discard();
}
