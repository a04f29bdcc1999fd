"""Models of Keras Applications without their classifiers, globally pooled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

import keras
from keras import applications, layers

from .entry import Entry


def pooled(application: Callable[..., keras.Model], name: str, input_size: int) -> keras.Model:
    """Build a backbone from one of Keras's models: (B, S, S, 3) preprocessed pixels to (B, C) pooled features.

    Args:
        application: function of `keras.applications`.
        name: of the backbone.
        input_size: side of the square input in pixels.
    """
    return _with_pooling(application(weights=None, include_top=False, input_shape=(input_size, input_size, 3)), name)


def _with_pooling(trunk: keras.Model, name: str) -> keras.Model:
    return keras.Model(trunk.input, layers.GlobalAveragePooling2D(name="pool")(trunk.output), name=name)


def _inception(name: str, input_size: int) -> keras.Model:
    """Build Inception with its layers numbered from 1.

    Keras numbers them by how many the process made before, but saved weights are found by the names of layers.
    """
    trunk = applications.InceptionV3(weights=None, include_top=False, input_shape=(input_size, input_size, 3))
    made: Counter[str] = Counter()

    def renamed(layer: layers.Layer) -> layers.Layer:
        kind = type(layer).__name__.lower()
        made[kind] += 1
        return type(layer).from_config({**layer.get_config(), "name": f"{kind}-{made[kind]}"})

    return _with_pooling(keras.models.clone_model(trunk, clone_function=renamed), name)


_VGG = "Simonyan and Zisserman, ICLR 2015"
_RESNET = "He et al., CVPR 2016"
_RESNET_V2 = "He et al., ECCV 2016"
_DENSENET = "Huang et al., CVPR 2017"
_MOBILENET_V3 = "Howard et al., ICCV 2019"
_NASNET = "Zoph et al., CVPR 2018"

# name, function of Keras, preprocessing that its ImageNet weights were trained with, source
_APPLICATIONS: tuple[tuple[str, Callable[..., keras.Model], str, str], ...] = (
    ("vgg16", applications.VGG16, "caffe", _VGG),
    ("vgg19", applications.VGG19, "caffe", _VGG),
    ("mobilenet", applications.MobileNet, "symmetric", "Howard et al., arXiv 1704.04861, 2017"),
    ("mobilenet_v2", applications.MobileNetV2, "symmetric", "Sandler et al., CVPR 2018"),
    (
        "mobilenet_v3_small",
        partial(applications.MobileNetV3Small, include_preprocessing=False),
        "symmetric",
        _MOBILENET_V3,
    ),
    (
        "mobilenet_v3_large",
        partial(applications.MobileNetV3Large, include_preprocessing=False),
        "symmetric",
        _MOBILENET_V3,
    ),
    ("nasnet_mobile", applications.NASNetMobile, "symmetric", _NASNET),
    ("nasnet_large", applications.NASNetLarge, "symmetric", _NASNET),
    ("resnet50", applications.ResNet50, "caffe", _RESNET),
    ("resnet101", applications.ResNet101, "caffe", _RESNET),
    ("resnet152", applications.ResNet152, "caffe", _RESNET),
    ("resnet50_v2", applications.ResNet50V2, "symmetric", _RESNET_V2),
    ("resnet101_v2", applications.ResNet101V2, "symmetric", _RESNET_V2),
    ("resnet152_v2", applications.ResNet152V2, "symmetric", _RESNET_V2),
    ("densenet121", applications.DenseNet121, "torch", _DENSENET),
    ("densenet169", applications.DenseNet169, "torch", _DENSENET),
    ("densenet201", applications.DenseNet201, "torch", _DENSENET),
    (
        "efficientnet_v2_b0",
        partial(applications.EfficientNetV2B0, include_preprocessing=False),
        "torch",
        "Tan and Le, ICML 2021",
    ),
)

ENTRIES = (
    *(
        Entry(
            name=name,
            family="applications",
            builder=partial(pooled, application, name),
            source=source,
            preprocessing=preprocessing,
            imagenet=application,
        )
        for name, application, preprocessing, source in _APPLICATIONS
    ),
    Entry(
        name="inception_v3",
        family="applications",
        builder=partial(_inception, "inception_v3"),
        source="Szegedy et al., CVPR 2016",
        min_size=75,
        imagenet=applications.InceptionV3,
    ),
)
