import { TryAgain } from '../../shared/faults/fault.ts';

/** Another delivery of the same notice is planning it now; this one comes back when that must be over. */
export class PlannedElsewhere extends TryAgain<{ noticeId: string }> {
  readonly code = 'PLANNED_ELSEWHERE';
}

/** The planning took longer than it may: somebody else may have taken over. */
export class PlanningTooSlow extends TryAgain<{ noticeId: string }> {
  readonly code = 'PLANNING_TOO_SLOW';
}

/** Events are unordered: a cancellation may come before its notice. It waits in the queue; one without a notice ends as dead letter. */
export class NothingToCancel extends TryAgain<{ noticeId: string }> {
  readonly code = 'NOTHING_TO_CANCEL';
}
