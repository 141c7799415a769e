package dev.slipway.lab.capacity;

import java.util.List;

/**
 * The needs of one way to upload, beside the store.
 *
 * @param bandwidth through servers of one's own
 * @param cores virtual processors of those servers
 * @param servers of one's own, for processors or network, whichever needs more
 * @param cost per month, without the store
 */
public record WayToUpload(
    String id, String title, Figure bandwidth, Figure cores, Figure servers, Figure cost) {
  public List<Figure> figures() {
    return List.of(bandwidth, cores, servers, cost);
  }
}
