// SPDX-License-Identifier: Apache-2.0
// An actor executor with a thread of its own, for C libraries that block: a hung serial line must not starve the
// cooperative pool. It runs jobs in order and nothing else.

internal import Foundation

/// Runs an actor's jobs on one thread of their own, in order. Unchecked because `jobs` and `isStopped` are only
/// touched while `condition` is locked.
public final class ThreadExecutor: SerialExecutor, @unchecked Sendable {
    private let condition = NSCondition()
    private var jobs: [UnownedJob] = []
    private var isStopped = false

    /// Starts the thread; `name` shows up in `ps -L` and in crash reports.
    public init(name: String) {
        let thread = Thread { [self] in
            nameThisThread(name)
            run()
        }
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Queues one job of the actor.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        condition.lock()
        jobs.append(job)
        condition.signal()
        condition.unlock()
    }

    /// The handle that an actor returns as its `unownedExecutor`.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        unsafe UnownedSerialExecutor(ordinary: self)
    }

    /// Ends the thread after the jobs already queued; the actor must not be used afterwards.
    public func stop() {
        condition.lock()
        isStopped = true
        condition.signal()
        condition.unlock()
    }

    private func run() {
        while true {
            condition.lock()
            while jobs.isEmpty && !isStopped { condition.wait() }
            let batch = jobs
            jobs.removeAll(keepingCapacity: true)
            let isLast = isStopped && batch.isEmpty
            condition.unlock()
            if isLast { return }
            for job in batch { unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
        }
    }
}
