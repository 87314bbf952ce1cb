package dev.anole.contract.notice;

import com.rollbar.api.payload.data.Level;
import com.rollbar.notifier.Rollbar;
import com.rollbar.notifier.config.ConfigBuilder;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices to Rollbar, by a thread of its own over a bounded queue: a Rollbar that is slow or down costs its users one
 * warning in the log for each notice, and nothing else.
 */
public final class RollbarNotices implements Notices {

    private static final Logger LOG = LoggerFactory.getLogger(RollbarNotices.class);

    private static final int QUEUE_NOTICES = 100;
    private static final long CLOSE_MS = 3_000;

    private final RollbarAccount account;
    private final Rollbar rollbar;
    private final AtomicInteger unsent = new AtomicInteger();
    private final ThreadPoolExecutor sending = new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE_NOTICES), RollbarNotices::thread);

    public RollbarNotices(RollbarAccount account) {
        this.account = account;
        rollbar = new Rollbar(ConfigBuilder.withAccessToken(account.accessToken())
                .environment(account.environment())
                .framework("anole")
                .handleUncaughtErrors(false)
                .sender(new NoticeSender(account))
                .build());
        sending.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "anole-rollbar");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void send(NoticeLevel level, String message, Map<String, String> about) {
        if (!level.reaches(account.level())) {
            return;
        }
        Map<String, Object> custom = Map.copyOf(about);
        unsent.incrementAndGet();
        try {
            sending.execute(() -> {
                rollbar.log(message, custom, Level.valueOf(level.name()));
                unsent.decrementAndGet();
            });
        } catch (RejectedExecutionException e) {
            unsent.decrementAndGet();
            LOG.warn("A notice to Rollbar was dropped, since too many wait to be sent");
        }
    }

    @Override
    public void close() {
        sending.shutdown();
        try {
            if (sending.awaitTermination(CLOSE_MS, TimeUnit.MILLISECONDS)) {
                return;
            }
            LOG.warn("{} notices were not sent to Rollbar at {} in time", unsent.get(), account.endpoint());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sending.shutdownNow();
    }
}
