// SPDX-License-Identifier: Apache-2.0
// The parts of a dock while they run, and how they begin and end: each in a task of its own, so that one that fails
// leaves the others to go on.

internal import Console
internal import DockModel
internal import Fieldbus
internal import Host
internal import Logging
internal import RoostCore
internal import Settings
internal import Store
internal import Synchronization
internal import VehicleLink

/// The running parts of one dock.
struct RunningDock: Sendable {
    let loop: DockLoop
    let fieldbus: FieldbusAdapter
    let vehicle: VehicleAdapter
    let planner: Planner
    let office: PostOffice
    let console: ConsoleServer
    let consolePlace: ConsoleSettings
    let clock: any DockClock
    let lastLook: WallTime
    let observer: (@Sendable (DockState, Event, [Effect], Moment) -> Void)?
    let database: RoostDatabase
    /// Held for as long as the dock runs: nobody exchanges the store's files meanwhile.
    let lock: DaemonLock
    let restored: RestoredNote?
    let postWatch: PostWatch
    let isUplinkDown: @Sendable () -> Bool
    let writers: Shelf<MailWriter>
    let signs: LifeSigns
    let manager: ServiceNotifier?
    let pictures: PictureDesk
    let maps: MapDesk?
    let configuration: DockConfiguration
    let reload: ScheduleReload?
    let records: RecordTerms
    let fleet: FleetPost?

    /// Longest real time that the end of the dock waits for its last stops.
    static let longestFarewell = Duration.seconds(3)

    /// Runs until the task is cancelled.
    func run(logger: Logger, onListening: (@Sendable (String) -> Void)?) async {
        let inbox: @Sendable (Event) -> Void = { [loop] event in loop.inbox.yield(event) }
        let dispatcher = Dispatcher(
            fieldbus: fieldbus, vehicle: vehicle, clock: clock, logger: logger, inbox: inbox)
        await loop.connect(taker: dispatcher, observer: observer) { [office] in office.ring() }
        office.start { [postWatch, clock] in
            if let facts = postWatch.facts(at: clock.now()) { inbox(.outbox(facts)) }
        }
        fleet?.start()
        // Not cancelled with us: the last stops still leave through it.
        let bus = Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await fieldbus.bus.run() }
                group.addTask { await fieldbus.pump(into: inbox) }
            }
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await vehicle.session.run() }
            group.addTask { await vehicle.pump(into: inbox) }
            group.addTask { await dispatcher.run() }
            group.addTask {
                let book = ScheduleBook(database)
                await runPlanner(
                    planner, since: lastLook, book: book, clock: clock(of: .planner), logger: logger, inbox: inbox)
            }
            group.addTask {
                await runOperatorDesk(
                    database, planner: planner, clock: clock(of: .operatorDesk), logger: logger, inbox: inbox)
            }
            group.addTask { await fieldbus.beat { await isLoopAlive() } }
            group.addTask { await serveConsole(logger: logger, onListening: onListening) }
            group.addTask { await runPostWatch(postWatch, loop: loop, clock: clock(of: .mailWatch)) { office.ring() } }
            group.addTask {
                await runHostGauges(clock: clock(of: .gauges), isUplinkDown: isUplinkDown, inbox: inbox)
            }
            group.addTask {
                let steps = configuration.dock.mail.escalation
                let desk = EscalationDesk(steps: steps, database: database, writer: writers.all, logger: logger)
                await runEscalations(desk, loop: loop, clock: clock(of: .escalation)) { office.ring() }
            }
            group.addTask { await keepFlights(logger: logger, inbox: inbox) }
            group.addTask {
                await runCopyWatch(CopyWatch(database), clock: clock, logger: logger, inbox: inbox)
            }
            group.addTask { await tell(restored, to: loop, database, clock: clock, logger: logger) }
            if let desk = fleet?.bundles { group.addTask { await runBundles(desk, loop: loop, clock: clock) } }
            if let reload { group.addTask { await followReloads(reload, of: configuration, logger: logger) } }
            group.addTask {
                await LifeWatch(loop: loop, signs: signs, manager: manager, clock: clock, logger: logger).run()
            }
            group.addTask { await loop.run() }
        }
        await stopWhatMoves(logger: logger)
        await fleet?.stopAndWait()
        bus.cancel()
        await bus.value
        await office.stopAndWait()
    }

    /// Looks after what flights leave behind: pictures, maps, records and logs.
    private func keepFlights(logger: Logger, inbox: @escaping @Sendable (Event) -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await runPictures(pictures, loop: loop, clock: clock, isUplinkDown: isUplinkDown, inbox: inbox)
            }
            group.addTask {
                let cards = CardDesk(
                    vehicle: vehicle, database: database, pictures: pictures, clock: clock, logger: logger)
                await runCards(cards, vehicle: vehicle, loop: loop, clock: clock, logger: logger)
            }
            if let maps { group.addTask { await runMaps(maps, clock: clock, isUplinkDown: isUplinkDown) } }
            group.addTask {
                let desk = records.desk(database: database, writer: writers.all, vehicle: vehicle, logger: logger)
                await runRecords(desk, loop: loop, clock: clock) { office.ring() }
            }
            group.addTask {
                await runLateLogs(
                    vehicle, database: database, logDirectory: records.logDirectory, loop: loop, clock: clock,
                    logger: logger)
            }
            group.addTask { await keepLogs(loop: loop, logger: logger) }
        }
    }

    /// Stops a travel under way before the process ends: nobody would watch it any more. The hardware's own watchdog
    /// is there for an end that is not in order.
    private func stopWhatMoves(logger: Logger) async {
        let actions = await loop.farewell
        guard !actions.isEmpty else { return }
        let isDone = Mutex(false)
        // The task that ends the dock is cancelled already, and a write of a cancelled task would not leave.
        let stops = Task {
            for action in actions {
                let result = await fieldbus.stop(action)
                logger.notice("the dock ends: \(action): \(result)")
            }
            isDone.withLock { $0 = true }
        }
        let real = ContinuousClock()
        let deadline = real.now + Self.longestFarewell
        while !isDone.withLock({ $0 }), real.now < deadline {
            // Cancelled like the rest of the dock if it were not detached.
            await Task.detached { try? await Task.sleep(for: .milliseconds(10)) }.value
        }
        stops.cancel()
    }

    /// Looks after the flight logs.
    private func keepLogs(loop: DockLoop, logger: Logger) async {
        let (logs, kept) = (records.logDirectory, configuration.dock.logs)
        await runLogShelf(logs, kept, database, loop: loop, clock: clock, logger: logger)
    }

    /// Whether the loop has taken an event lately; a core that hangs must let the hardware's own watchdog act.
    private func isLoopAlive() async -> Bool {
        await loop.lastProgress.duration(to: clock.now().boot) < LifeWatch.corePatience
    }

    /// The clock of one part, whose looks at it are its signs of life.
    private func clock(of part: DockPart) -> any DockClock {
        signs.clock(clock, of: part)
    }

    /// Serves the console; a port that is taken is said and tried again, and the dock goes on without it.
    private func serveConsole(logger: Logger, onListening: (@Sendable (String) -> Void)?) async {
        while !Task.isCancelled {
            do throws(ConsoleError) {
                try await console.run { port in
                    consolePlace.openSocket()
                    onListening?(consolePlace.shownAddress(port: port))
                }
                return
            } catch {
                logger.error("\(error)")
            }
            // A cancelled wait means that the dock ends.
            do { try await Task.sleep(for: .seconds(30)) } catch { return }
        }
    }
}
