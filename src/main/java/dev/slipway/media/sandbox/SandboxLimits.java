package dev.slipway.media.sandbox;

import java.time.Duration;

/**
 * The resources that a program may use. The time, the output and the directory are always limited;
 * {@link SandboxInspector} says which other limits the system enforces.
 *
 * @param timeout after which the program and all its child processes are killed
 * @param cpuTime processor time of each process, in whole seconds
 * @param memory address space of each process in bytes
 * @param fileSize size of each file that the program writes, in bytes; 0 if it may write none
 * @param processes processes and threads at the same time
 * @param openFiles open files of each process
 * @param output bytes that the program may write to its standard output
 */
public record SandboxLimits(
    Duration timeout,
    Duration cpuTime,
    long memory,
    long fileSize,
    int processes,
    int openFiles,
    int output) {}
