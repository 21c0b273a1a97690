"""What JupyterLab's server is told when it is started with ``notknowing start``. Found through JUPYTER_CONFIG_PATH."""

from notknowing.launch.server import before_saving

c = get_config()  # noqa: F821
c.ContentsManager.pre_save_hook = before_saving
