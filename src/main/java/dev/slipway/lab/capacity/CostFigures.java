package dev.slipway.lab.capacity;

import static dev.slipway.lab.capacity.Amounts.bits;
import static dev.slipway.lab.capacity.Amounts.bytes;
import static dev.slipway.lab.capacity.Amounts.dollars;
import static dev.slipway.lab.capacity.Amounts.number;
import static dev.slipway.lab.capacity.Amounts.plain;

import java.util.List;

/** What a month costs in the store, and what each way to upload needs beside it. */
final class CostFigures {
  private final Inputs in;
  private final Estimate estimate;

  CostFigures(Inputs in, Estimate estimate) {
    this.in = in;
    this.estimate = estimate;
  }

  FigureGroup store() {
    return new FigureGroup(
        "Cost of the store, per month",
        Figure.dollars(
            "storage-cost",
            "Storage after %s days".formatted(number(in.get(Input.RETENTION))),
            "%s × $%s per GB".formatted(bytes(estimate.storedBytes()), price(Input.STORAGE_PRICE)),
            estimate.storageCost()),
        Figure.dollars(
            "write-cost",
            "PUT, POST and LIST",
            "%s × %s files × 30 days ÷ 1,000 × $%s"
                .formatted(
                    number(estimate.writesOfFile()),
                    number(estimate.filesPerDay()),
                    price(Input.PUT_PRICE)),
            estimate.writeCost()),
        Figure.dollars(
            "read-cost",
            "GET and HEAD",
            "(%d × %s files × 30 days + %s × %s views) ÷ 1,000 × $%s"
                .formatted(
                    Estimate.READS_OF_UPLOAD,
                    number(estimate.filesPerDay()),
                    number(in.get(Input.GETS)),
                    number(estimate.viewsPerMonth()),
                    price(Input.GET_PRICE)),
            estimate.readCost()),
        Figure.dollars(
            "out-cost",
            "Transfer to viewers",
            "%s × $%s per GB".formatted(bytes(estimate.bytesOutPerMonth()), price(Input.OUT_PRICE)),
            estimate.outCost()),
        Figure.dollars("store-cost", "Total", "the four lines above", estimate.storeCost()));
  }

  List<WayToUpload> ways() {
    return List.of(direct(), throughServers(), throughSftp());
  }

  private WayToUpload direct() {
    var cpu = Measurement.CPU.median();
    var share = Measurement.KIB.median() * 1024 / Estimate.GIB;
    return new WayToUpload(
        "direct",
        "Pre-signed URLs",
        Figure.bits(
            "direct-bandwidth",
            "Through your servers",
            "%s × %s KiB ÷ GiB; in and out"
                .formatted(bits(estimate.bitsPerSecond()), plain(Measurement.KIB.median())),
            estimate.bitsPerSecond() * share),
        cores("direct", cpu),
        coreCost("direct", cpu));
  }

  private WayToUpload throughServers() {
    var cpu = in.get(Input.SERVER_CPU);
    return new WayToUpload(
        "servers",
        "Through servers",
        Figure.bits(
            "servers-bandwidth",
            "Through your servers",
            bits(estimate.bitsPerSecond()) + " × 2; in and out",
            estimate.bitsPerSecond() * 2),
        cores("servers", cpu),
        coreCost("servers", cpu));
  }

  private WayToUpload throughSftp() {
    return new WayToUpload(
        "sftp",
        "Managed SFTP",
        Figure.bits("sftp-bandwidth", "Through your servers", "none", 0),
        Figure.number("sftp-cores", "Virtual processors", "part of the price", 0),
        Figure.dollars(
            "sftp-cost",
            "Cost per month",
            "$%s × 720 h + %s × $%s per GB"
                .formatted(
                    price(Input.SFTP_HOUR_PRICE),
                    bytes(estimate.bytesInPerMonth()),
                    price(Input.SFTP_GB_PRICE)),
            estimate.sftpCost()));
  }

  private Figure cores(String way, double cpu) {
    return Figure.number(
        way + "-cores",
        "Virtual processors",
        "%s ÷ 8 ÷ 2³⁰ × %s s per GiB, rounded up"
            .formatted(bits(estimate.bitsPerSecond()), plain(cpu)),
        Math.ceil(estimate.cores(cpu)));
  }

  private Figure coreCost(String way, double cpu) {
    return Figure.dollars(
        way + "-cost",
        "Cost per month",
        "%s × $%s × 720 h"
            .formatted(number(Math.ceil(estimate.cores(cpu))), price(Input.CORE_PRICE)),
        estimate.coreCost(cpu));
  }

  /** The four numbers to read first. */
  String summary() {
    return "%s, %s per day, %s parts per second, %s per month in the store"
        .formatted(
            bits(estimate.bitsPerSecond()),
            bytes(estimate.bytesPerDay()),
            number(estimate.partsPerSecond()),
            dollars(estimate.storeCost()));
  }

  /** Where the numbers of uploads with pre-signed URLs come from. */
  static String sourceOfDirect() {
    return ("Pre-signed URLs need %s KiB and %s s of processor time for each GiB, measured on %s"
            + " (%s) with files of 256 MiB; smaller files need more.")
        .formatted(
            plain(Measurement.KIB.median()),
            plain(Measurement.CPU.median()),
            Measurement.CPU.date(),
            Measurement.CPU.benchmark());
  }

  private String price(Input input) {
    return plain(in.get(input));
  }
}
