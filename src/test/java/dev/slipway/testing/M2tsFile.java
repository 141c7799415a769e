package dev.slipway.testing;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The beginning of a recording of an AVCHD camera or a Blu-ray disc: a transport stream whose
 * packets of 188 bytes are each preceded by an arrival time of four bytes.
 */
public final class M2tsFile {
  private static final int PACKET_SIZE = 188;
  private static final int ARRIVAL_TIME_SIZE = 4;
  private static final int PROGRAM_MAP_PID = 0x100;
  private static final int VIDEO_PID = 0x1011;
  private static final byte H264 = 0x1b;

  private M2tsFile() {}

  /** A program association table, a program map with one H.264 stream, and packets of it. */
  public static byte[] bytes(int packets) {
    var bytes = ByteBuffer.allocate(packets * (ARRIVAL_TIME_SIZE + PACKET_SIZE));
    for (var packet = 0; packet < packets; packet++) {
      // 27 MHz ticks, in the lower 30 bits.
      bytes.putInt(packet * 1_200);
      bytes.put(
          switch (packet) {
            case 0 -> packet(0, programAssociation());
            case 1 -> packet(PROGRAM_MAP_PID, programMap());
            default -> packet(VIDEO_PID, new byte[0]);
          });
    }
    return bytes.array();
  }

  private static byte[] packet(int pid, byte[] payload) {
    var packet = ByteBuffer.allocate(PACKET_SIZE);
    var startsUnit = payload.length > 0 ? 0x4000 : 0;
    packet.put((byte) 0x47).putShort((short) (startsUnit | pid)).put((byte) 0x10).put(payload);
    while (packet.hasRemaining()) {
      packet.put((byte) 0xff);
    }
    return packet.array();
  }

  private static byte[] programAssociation() {
    return section(0, ByteBuffer.allocate(4).putShort((short) 1).putShort(pid(PROGRAM_MAP_PID)));
  }

  private static byte[] programMap() {
    var map = ByteBuffer.allocate(9).putShort(pid(VIDEO_PID)).putShort((short) 0xf000);
    return section(2, map.put(H264).putShort(pid(VIDEO_PID)).putShort((short) 0xf000));
  }

  private static short pid(int pid) {
    return (short) (0xe000 | pid);
  }

  /** A section of ISO/IEC 13818-1, behind its pointer field. */
  private static byte[] section(int table, ByteBuffer body) {
    var length = 5 + body.capacity() + 4;
    var section = ByteBuffer.allocate(1 + 3 + length);
    section.put((byte) 0).put((byte) table).putShort((short) (0xb000 | length));
    section.putShort((short) 1).put((byte) 0xc1).putShort((short) 0).put(body.array());
    var crc = new CRC32();
    crc.update(section.array(), 1, section.position() - 1);
    return section.putInt((int) crc.getValue()).array();
  }
}
