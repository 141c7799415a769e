package dev.slipway.catalogue.bulkjob;

import dev.slipway.testing.ApiClient;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** What tests of bulk jobs begin with, and remove after each test. */
abstract class BulkJobFixture {
  final BulkJobClient jobs = new BulkJobClient();
  final BulkVideos videos = new BulkVideos();
  final ApiClient admin = ApiClient.as("admin");

  @AfterEach
  void delete() {
    BulkVideos.deleteJobs();
    videos.delete();
  }

  /** The request to change the visibility of all videos of the test. */
  Map<String, Object> visibilityRequest(String visibility) {
    return Map.of("action", "visibility", "visibility", visibility, "filter", videos.filter());
  }

  /** The same, not validated yet. */
  BulkJobInput visibilityInput(String visibility) {
    return new BulkJobInput("visibility", visibility, null, videos.filter(), null, null);
  }
}
