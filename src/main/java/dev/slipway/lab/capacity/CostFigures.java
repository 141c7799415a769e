package dev.slipway.lab.capacity;

import static dev.slipway.lab.capacity.Amounts.bits;
import static dev.slipway.lab.capacity.Amounts.bytes;
import static dev.slipway.lab.capacity.Amounts.dollars;
import static dev.slipway.lab.capacity.Amounts.number;
import static dev.slipway.lab.capacity.Amounts.plain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calculates what a month costs in the store, and what each way to upload needs beside it. */
final class CostFigures {
  private static final double ALMOST_ALL_SHARE = 0.9;
  private static final double MAJORITY_SHARE = 0.5;

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
            "(%s × %s files × 30 days + %s × %s views) ÷ 1,000 × $%s"
                .formatted(
                    Estimate.READS_FORMULA,
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
        Figure.dollars(
            "store-cost",
            "Total",
            "the four lines above; " + dominantCost(),
            estimate.storeCost()));
  }

  List<WayToUpload> ways() {
    return List.of(direct(), throughServers(), throughSftp());
  }

  private WayToUpload direct() {
    var cpu = BenchmarkResult.CPU.median();
    var share = BenchmarkResult.KIB.median() * 1024 / Estimate.GIB;
    return new WayToUpload(
        "direct",
        "Pre-signed URLs",
        Figure.bits(
            "direct-bandwidth",
            "Through your servers",
            "%s × %s KiB ÷ GiB; in and out"
                .formatted(bits(estimate.bitsPerSecond()), plain(BenchmarkResult.KIB.median())),
            estimate.bitsPerSecond() * share),
        cores("direct", cpu),
        servers("direct", cpu, estimate.bitsPerSecond() * share),
        serverCost("direct", cpu, estimate.bitsPerSecond() * share));
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
        servers("servers", cpu, estimate.bitsPerSecond()),
        serverCost("servers", cpu, estimate.bitsPerSecond()));
  }

  private WayToUpload throughSftp() {
    return new WayToUpload(
        "sftp",
        "Managed SFTP",
        Figure.bits("sftp-bandwidth", "Through your servers", "none", 0),
        Figure.number("sftp-cores", "Virtual processors", "part of the price", 0),
        Figure.number("sftp-servers", "Servers", "part of the price", 0),
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

  private Figure servers(String way, double cpu, double bitsPerSecond) {
    return Figure.number(
        way + "-servers",
        "Servers",
        "the larger of %s ÷ %s processors and %s ÷ %s Gbit/s, rounded up"
            .formatted(
                number(Math.ceil(estimate.cores(cpu))),
                price(Input.SERVER_CORES),
                bits(bitsPerSecond),
                price(Input.SERVER_NETWORK)),
        estimate.servers(cpu, bitsPerSecond));
  }

  private Figure serverCost(String way, double cpu, double bitsPerSecond) {
    var servers = estimate.servers(cpu, bitsPerSecond);
    return Figure.dollars(
        way + "-cost",
        "Cost per month",
        "%s × %s processors × $%s × 720 h"
            .formatted(number(servers), price(Input.SERVER_CORES), price(Input.CORE_PRICE)),
        estimate.serverCost(servers));
  }

  /** Names the item that makes most of the store's cost. */
  private String dominantCost() {
    var costs = new LinkedHashMap<String, Double>();
    costs.put("delivery to viewers without a CDN", estimate.outCost());
    costs.put("storage", estimate.storageCost());
    costs.put("writing requests", estimate.writeCost());
    costs.put("reading requests", estimate.readCost());
    var largest = Collections.max(costs.entrySet(), Map.Entry.comparingByValue());
    return share(largest.getValue()) + " of it is " + largest.getKey();
  }

  private String share(double cost) {
    if (cost >= ALMOST_ALL_SHARE * estimate.storeCost()) {
      return "almost all";
    }
    return cost >= MAJORITY_SHARE * estimate.storeCost() ? "most" : "the largest part";
  }

  /** The four numbers to read first, and what dominates the cost. */
  String summary() {
    return "%s, %s per day, %s parts per second, %s per month in the store: %s"
        .formatted(
            bits(estimate.bitsPerSecond()),
            bytes(estimate.bytesPerDay()),
            number(estimate.partsPerSecond()),
            dollars(estimate.storeCost()),
            dominantCost());
  }

  /** Where the numbers of uploads with pre-signed URLs come from. */
  static String sourceOfDirect() {
    return ("Pre-signed URLs need %s KiB and %s s of processor time for each GiB, measured on %s"
            + " (%s) with files of 1 GiB; smaller files need more.")
        .formatted(
            plain(BenchmarkResult.KIB.median()),
            plain(BenchmarkResult.CPU.median()),
            BenchmarkResult.CPU.date(),
            BenchmarkResult.CPU.benchmark());
  }

  private String price(Input input) {
    return plain(in.get(input));
  }
}
