package dev.slipway.processing.work;

import dev.slipway.media.source.MediaSource;
import dev.slipway.storage.StoredObject;
import java.util.function.BooleanSupplier;

/**
 * The file that an attempt works on.
 *
 * @param videoId of the video whose object it is
 * @param object as the store described it at the beginning of the attempt
 * @param source reads ranges of exactly this object; throws {@link
 *     ObjectSource.ObjectChangedException} if it was removed or replaced meanwhile
 * @param claimed whether no other attempt has taken the job over; queries the database
 */
public record JobFile(
    String videoId, StoredObject object, MediaSource source, BooleanSupplier claimed) {}
