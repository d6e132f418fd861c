// SPDX-License-Identifier: Apache-2.0
// Gathers what is asked of a vehicle before a launch: it runs the vehicle's own checks, reads its fence, its equipment
// and the required parameters, and moves nothing.

internal import DockModel
internal import MAVLink

extension VehicleSession {
    /// Asks everything that is asked before a launch; what cannot be read is a line that holds.
    /// - Throws: `noVehicle`, `unknownAutopilot`, `cancelled`.
    public func preflight(_ terms: PreflightTerms = PreflightTerms()) async throws(VehicleLinkError)
        -> [PreflightLine]
    {
        let (dialect, ends) = try correspondents()
        let heard = vehicle?.textCount ?? 0
        // The vehicle tells what speaks against arming only when it is asked; one that does not know the command does
        // no harm.
        if vehicle?.isArmed?.value == false {
            let timing = CommandTiming(answerTimeout: patience(.seconds(1)), attempts: 2)
            _ = await run(CommandExchange(.runPrearmChecks, between: ends, timing: timing))
        }
        let question = EquipmentQuestion(
            between: ends, autopilot: dialect.autopilot, answerTimeout: patience(.seconds(1)))
        guard let equipment = await run(question)?.outcome else { throw .cancelled }
        let fence = await fenceCount(ends)
        let parameters: Result<[ParameterDifference], VehicleLinkError>
        do throws(VehicleLinkError) {
            parameters = .success(try await differences(to: terms.parameters))
        } catch {
            parameters = .failure(error)
        }
        _ = await watch(for: patience(.seconds(3))) {
            $0.health != nil && $0.gnss != nil && $0.battery != nil
        }
        guard let vehicle else { throw .cancelled }
        let facts = PreflightFacts(
            report: report, vehicle: vehicle, equipment: equipment, texts: Array(vehicle.texts(after: heard)),
            fence: fence, parameters: parameters)
        return PreflightJudge(facts: facts, terms: terms).lines
    }

    private func fenceCount(_ ends: Correspondents) async -> Result<Int, VehicleLinkError> {
        let timing = MissionTiming(
            answerTimeout: patience(.seconds(1)), attempts: 5, longestTransfer: transferPatience(.seconds(30))
        )
        switch await run(MissionDownload(type: .fence, between: ends, timing: timing))?.outcome {
        case .items(let items): return .success(items.count)
        case .refused(.unsupported, because: _): return .success(0)
        case .refused(_, let reason), .timedOut(let reason):
            return .failure(.transferStalled(plan: .fence, detail: reason))
        case nil: return .failure(.cancelled)
        }
    }
}
