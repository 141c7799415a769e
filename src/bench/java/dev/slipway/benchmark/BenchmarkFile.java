package dev.slipway.benchmark;

/** The size of the file that benchmarks upload: 1 GiB by default. */
public final class BenchmarkFile {
  public static final long BYTES =
      Long.parseLong(System.getenv().getOrDefault("SLIPWAY_BENCHMARK_MIB", "1024")) << 20;

  public static final double MEBIBYTES = BYTES / (double) (1 << 20);
  public static final double GIBIBYTES = BYTES / (double) (1 << 30);

  private BenchmarkFile() {}
}
