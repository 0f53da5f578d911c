"""A Map state fails with the error of its iteration, whatever it is called.

https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html
moto takes no name of Step Functions' own, such as `States.TaskFailed`, and fails itself.
"""

from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration import iteration_worker

from emulator.aws.patching import Patch

patch = Patch()
patch.sets(iteration_worker, "CustomErrorName", ErrorName)
