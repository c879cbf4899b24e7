@echo off
py -3 tools\dev.py %*
