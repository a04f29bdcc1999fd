"""From a trained model to what the application ships: conversion, precisions, calibration, card, cost."""

from inference.process import keep_onnxruntime_offline

# the modules here import parts of ONNX Runtime by themselves
keep_onnxruntime_offline()
