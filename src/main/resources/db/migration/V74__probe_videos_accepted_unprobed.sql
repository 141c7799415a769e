-- While processing was switched off, an earlier version accepted videos and ended their probes, so the
-- backfill took them for probed. Without these jobs it probes the videos, as it does those that later
-- versions accept. The reason identifies the jobs: it is written nowhere else, and the next run of a
-- job removes it.
delete from media_job j using video v
  where v.id = j.video_id and v.latest and v.status = 'READY' and v.probed_at is null
    and v.deleted_at is null and j.kind = 'PROBE' and j.state = 'DONE' and not j.dismissed
    and j.problem = 'Processing was switched off';
