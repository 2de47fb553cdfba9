package org.equimodal.datasets.preparation.download;

/** Watches a download. */
public interface DownloadProgress {
  /** One who does not look. */
  DownloadProgress NONE = (file, bytes, length) -> {};

  /**
   * Some of a file has come.
   *
   * @param file what is downloaded
   * @param bytes how much of it is on the disk
   * @param length how much there is; -1 where the server does not say
   */
  void came(PublishedFile file, long bytes, long length);
}
