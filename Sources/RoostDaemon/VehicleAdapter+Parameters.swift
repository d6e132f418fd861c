// SPDX-License-Identifier: Apache-2.0
// The required parameters of the vehicle: compared while it stands, so that the gates hold with the reason, and
// once more before each upload. What could not be read never counts as equal.

internal import DockModel
internal import Host
internal import Logging
internal import MAVLink
internal import Synchronization
internal import VehicleLink

/// What is known of the vehicle's parameters.
struct ParameterState {
    /// What speaks against a launch; nil when all are as required.
    var fault: String? = "the required parameters have not been read yet"
    /// When they were read last; nil before the first time and after the vehicle was lost.
    var readAt: Instant?
}

extension VehicleAdapter {
    /// Dock time between two comparisons while the vehicle stands.
    static let parameterInterval = Duration.seconds(60)
    /// Dock time until a comparison that failed is tried again.
    static let parameterRetry = Duration.seconds(5)

    /// How often a vehicle of which nothing is required is asked for the recommended parameters.
    static let mostAdvices = 3

    /// Says once how a vehicle of which nothing is required differs from the recommended parameters: its launches are
    /// not held, but nobody trusts factory values without a word.
    private func advise() async {
        var tries = 0
        while !Task.isCancelled, tries < Self.mostAdvices {
            let report = await session.report
            if report.isHeard, report.vehicle?.isArmed?.value == false, let family = report.vehicle?.autopilot {
                tries += 1
                do throws(VehicleLinkError) {
                    let found = try await session.differences(to: ParameterRequirement.recommended(for: family))
                    guard !found.isEmpty else { return }
                    let words = found.map(\.description).joined(separator: "; ")
                    return logger.warning(
                        "vehicle.parameters requires none, and the recommended ones differ: \(words)")
                } catch {
                    logger.info("recommended parameters not compared: \(error)")
                }
            }
            do { try await clock.sleep(for: .seconds(10)) } catch { return }
        }
    }

    /// Compares again and again while the vehicle is heard and disarmed, until the task is cancelled.
    func watchParameters() async {
        guard !required.isEmpty else { return await advise() }
        while !Task.isCancelled {
            let report = await session.report
            if !report.isHeard {
                // What it holds when it is heard again may be another thing: it may have been switched off and on.
                parameterState.withLock { $0 = ParameterState() }
            } else if report.vehicle?.isArmed?.value == false, !isFetchingLate, isComparisonDue(at: clock.now().boot) {
                _ = await compareParameters()
            }
            do { try await clock.sleep(for: .seconds(1)) } catch { return }
        }
    }

    /// Reads the required parameters now.
    /// - Returns: what speaks against a launch; nil when all are as required.
    func compareParameters() async -> String? {
        guard !required.isEmpty else { return nil }
        let fault: String?
        do throws(VehicleLinkError) {
            let found = try await session.differences(to: required)
            fault = found.isEmpty ? nil : found.map(\.description).joined(separator: "; ")
        } catch {
            fault = "required parameters: \(error)"
        }
        let before = parameterState.withLock { state in
            defer { state = ParameterState(fault: fault, readAt: clock.now().boot) }
            return state.fault
        }
        if let fault, fault != before { logger.warning("\(fault)") }
        if fault == nil, before != nil {
            logger.info("the \(required.count) required parameters are as required")
        }
        return fault
    }

    /// What is known to speak against a launch.
    var parameterFault: String? { required.isEmpty ? nil : parameterState.withLock { $0.fault } }

    private func isComparisonDue(at now: Instant) -> Bool {
        parameterState.withLock { state in
            guard let readAt = state.readAt else { return true }
            return readAt + (state.fault == nil ? Self.parameterInterval : Self.parameterRetry) <= now
        }
    }
}
