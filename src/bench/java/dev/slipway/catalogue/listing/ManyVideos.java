package dev.slipway.catalogue.listing;

import dev.slipway.benchmark.BulkTableLoader;
import java.sql.Connection;
import java.sql.SQLException;

/** Fills the catalogue with videos as after years of use: of many owners, and of every kind. */
final class ManyVideos {
  private static final String ACCOUNTS =
      """
      insert into account (name, role, demo, created_at)
      select 'account' || i, 'CREATOR', false, now() from generate_series(0, 4095) as i
      on conflict do nothing\
      """;

  /** Three years, 4,096 accounts, titles of three words and a number. */
  private static final String VIDEOS =
      """
      insert into video (id, bucket, object_key, generation, latest, owner, title, file_name, status,
        rejection, visibility, size, etag, declared_type, container, media_type, video_codec,
        audio_codec, width, height, duration_millis, checksum_sha256, stored_at, stored_by,
        catalogued_at, missing_since, delete_after, rejected_until, probed_at, pictured_at, version)
      select id, 'slipway-videos', 'videos/' || id || '/source', 1, true,
        case when h %% 1000 > 0 then 'account' || (h / 7) %% 4096 end,
        (array['Holiday', 'Interview', 'Lecture', 'Concert', 'Training', 'Drone', 'Meeting', 'Birthday',
          'Release', 'Workshop'])[1 + h %% 10] || ' ' ||
        (array['Lisbon', 'Kyoto', 'Oslo', 'Quito', 'Nairobi', 'Austin', 'Perth', 'Turin', 'Ghent',
          'Izmir', 'Lyon', 'Accra', 'Hanoi'])[1 + (h / 10) %% 13] || ' ' ||
        (array['morning', 'evening', 'winter', 'summer', 'team', 'part one', 'final cut', 'rushes'])
          [1 + (h / 130) %% 8] || ' ' || i,
        (array['IMG_', 'MVI_', 'GOPR', 'screen-', 'export '])[1 + (h / 3) %% 5] || i %% 100000 || '.mp4',
        status, case when status = 'REJECTED' then
          (array['NOT_A_VIDEO', 'UNREADABLE', 'TRUNCATED', 'NO_VIDEO_STREAM'])[1 + (h / 11) %% 4] end,
        (array['PRIVATE', 'PRIVATE', 'PRIVATE', 'PRIVATE', 'PRIVATE', 'PRIVATE', 'UNLISTED', 'PUBLIC'])
          [1 + (h / 17) %% 8],
        case when h %% 10000 = 7 then 20000000000 + h else 1000000 + (h %% 1000) * (h / 1000 %% 1000) * 500 end,
        md5(i::text), 'video/mp4',
        case when h %% 20 = 0 then 'matroska' when h %% 20 = 1 then 'quicktime' else 'mp4' end, 'video/mp4',
        case when h %% 100 < 85 then 'h264' when h %% 100 < 95 then 'hevc' when h %% 100 < 98 then 'vp9'
          when h %% 1000 = 999 then 'prores' else 'av1' end,
        'aac', 1920, 1080, case when status = 'READY' then 1000 * (h / 19 %% 7200) end, null,
        at, 'NOTIFICATION', at + (h %% 1000) * interval '2 milliseconds'
          + case when h %% 5000 = 3 then interval '1 hour' else interval '0' end,
        case when h %% 20000 = 5 then at + interval '1 day' end,
        case when h %% 200 = 9 then now() + (h %% 30) * interval '1 day' end,
        case when status = 'REJECTED' then now() + interval '30 days' end, at, at, 0
      from (select i, substr(translate(md5('video' || i), '0189', 'ghij'), 1, 25) || 'a' as id,
          abs(hashint8(i)::bigint) as h, now() - (%1$d - i) * (interval '1100 days' / %1$d) as at,
          case when abs(hashint8(i + 1)::bigint) %% 100 < 5 then 'REJECTED'
            when abs(hashint8(i + 1)::bigint) %% 2000 = 77 then 'PROCESSING' else 'READY' end as status
        from generate_series(1, %1$d) as i) as past\
      """;

  private final int count;

  ManyVideos(int count) {
    this.count = count;
  }

  /** Takes about half an hour for ten million. */
  void fill(Connection database) throws SQLException {
    try (var statement = database.createStatement()) {
      statement.execute(ACCOUNTS);
    }
    new BulkTableLoader("video", VIDEOS.formatted(count)).run(database);
  }
}
