package dev.lanewise.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Interrupts of the real program: SIGINT and SIGTERM begin the JVM's shutdown, which waits here
 * until the command has saved its work.
 */
final class ShutdownInterrupts implements Session.Interrupts {

  @Override
  public Session.Watch watch(Runnable stop) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stop.run();
              try {
                ended.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "lanewise-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    return () -> {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM is going down already and waits for this.
        ended.countDown();
      }
    };
  }
}
